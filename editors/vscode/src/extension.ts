// The extension: a program that is looked for, its commands, and nothing that is kept when it ends.

import * as vscode from 'vscode';
import { commands } from './commands';
import { Service } from './service';

let service: Service | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('coffeechat', { log: true });
  service = new Service(context, log);
  context.subscriptions.push(log, service);
  for (const [name, command] of Object.entries(commands(service, log))) {
    context.subscriptions.push(vscode.commands.registerCommand(name, command));
  }
  // Not waited for: VS Code need not wait for a program to open a file.
  service.ready(false).catch((error: unknown) => log.error(String(error)));
}

export async function deactivate(): Promise<void> {
  await service?.end();
  service = undefined;
}
