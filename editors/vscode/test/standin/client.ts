// Stands for the language client: notes what was started and asked. What it answers, a test sets.

export const State = { Stopped: 1, Running: 2, Starting: 3, StartFailed: 4 };
export const CloseAction = { DoNotRestart: 1, Restart: 2 };
export const ErrorAction = { Continue: 1, Shutdown: 2 };
export const RevealOutputChannelOn = { Never: 4 };

interface Options {
  command: string;
  args: string[];
  options: { cwd: string; env: Record<string, string>; shell: boolean };
}

interface Told {
  diagnosticCollectionName: string;
  markdown: { isTrusted: boolean };
  revealOutputChannelOn: number;
  initializationFailedHandler(error: Error): boolean;
  errorHandler: {
    error(error: Error, message: undefined, count: number): { action: number; handled?: boolean };
    closed(): { action: number; handled?: boolean; message?: string };
  };
}

/** What clients were made, what they answer, and what they would show by themselves. */
export const clients: {
  made: LanguageClient[];
  answers: Record<string, unknown>;
  failure: Error | 'silence' | undefined;
  shown: string[];
} = { made: [], answers: {}, failure: undefined, shown: [] };

export class LanguageClient {
  readonly server: Options;
  readonly told: Told;
  readonly asked: [string, unknown][] = [];
  readonly code2ProtocolConverter = { asUri: (uri: { toString(): string }) => uri.toString() };
  state = State.Stopped;
  isDisposed = false;

  readonly #heard: ((event: { newState: number }) => void)[] = [];

  constructor(_id: string, _name: string, server: Options, told: Told) {
    [this.server, this.told] = [server, told];
    clients.made.push(this);
  }

  onDidChangeState(listener: (event: { newState: number }) => void) {
    this.#heard.push(listener);
  }

  /** As the real one: shown in a box, unless it is told not to. */
  error(message: string, _data?: unknown, show: boolean | 'force' = true) {
    if (show !== false) clients.shown.push(message);
  }

  #become(state: number) {
    this.state = state;
    for (const listener of this.#heard) listener({ newState: state });
  }

  async start() {
    this.#become(State.Starting);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (clients.failure === 'silence') await new Promise(() => undefined);
    if (clients.failure !== undefined) {
      this.#become(State.StartFailed);
      this.error("couldn't create connection to server", clients.failure, 'force');
      throw clients.failure;
    }
    this.#become(State.Running);
  }

  /** The program ends by itself. */
  async ends() {
    const { action, handled, message } = this.told.errorHandler.closed();
    if (action === CloseAction.DoNotRestart) {
      this.error(message ?? 'Connection to server got closed', undefined, handled ? false : 'force');
      this.#become(State.Stopped);
      return;
    }
    this.#become(State.Stopped);
    await this.start().catch((error) => this.error('Restarting server failed', error, 'force'));
  }

  async dispose() {
    this.isDisposed = true;
    const before = this.state;
    this.state = State.Stopped;
    if (before === State.Starting || before === State.StartFailed) throw new Error("it can't be stopped");
  }

  async sendRequest(method: string, params: unknown) {
    this.asked.push([method, params]);
    const answer = clients.answers[method];
    if (answer instanceof Error) throw answer;
    return answer;
  }
}
