// Stands for the language client: notes what was started and asked. What it answers, a test sets.

export const State = { Stopped: 1, Running: 2 };

interface Options {
  command: string;
  args: string[];
  options: { cwd: string; env: Record<string, string>; shell: boolean };
}

/** What clients were made, and what they answer. */
export const clients: {
  made: LanguageClient[];
  answers: Record<string, unknown>;
  failure: Error | undefined;
} = { made: [], answers: {}, failure: undefined };

export class LanguageClient {
  readonly server: Options;
  readonly told: { diagnosticCollectionName: string; markdown: { isTrusted: boolean } };
  readonly asked: [string, unknown][] = [];
  readonly code2ProtocolConverter = { asUri: (uri: { toString(): string }) => uri.toString() };
  state = State.Stopped;
  isDisposed = false;

  constructor(_id: string, _name: string, server: Options, told: LanguageClient['told']) {
    [this.server, this.told] = [server, told];
    clients.made.push(this);
  }

  async start() {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (clients.failure !== undefined) throw clients.failure;
    this.state = State.Running;
  }

  async stop() {
    this.state = State.Stopped;
  }

  async dispose() {
    this.isDisposed = true;
  }

  async sendRequest(method: string, params: unknown) {
    this.asked.push([method, params]);
    const answer = clients.answers[method];
    if (answer instanceof Error) throw answer;
    return answer;
  }
}
