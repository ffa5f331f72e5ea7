// Serves the built console with a stand-in for the control plane: `npm run build && npm run preview`.
import { start } from './fake.mjs';

const port = Number(process.env.PORT ?? 4310);
await start(port);
console.log(`http://127.0.0.1:${port}/console/dalbit`);
