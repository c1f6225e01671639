// Bundles the extension into dist/extension.js.

import { extension } from './bundle.mjs';

await extension();
