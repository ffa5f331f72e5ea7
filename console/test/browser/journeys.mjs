import { brokenNetwork, controlPlaneAway, revokedInUse, slowNetwork } from './failures.mjs';
import { dedicated } from './dedicated.mjs';
import { hangul } from './hangul.mjs';
import { http2 } from './http2.mjs';
import { kept } from './kept.mjs';
import { keyboard } from './keyboard.mjs';
import { longLists, longNames } from './long.mjs';
import { oldVersion } from './old-version.mjs';
import { operator } from './operator.mjs';
import { owner } from './owner.mjs';
import { refused } from './refused.mjs';
import { screens } from './screens.mjs';
import { sessionEnds, tokenEnds } from './session-ends.mjs';
import { stored } from './stored.mjs';
import { twoOrganizations } from './two-organizations.mjs';

/** Every journey by its name. Each gets the stage that `run.mjs` sets, and fails by throwing. */
export const journeys = {
  brokenNetwork,
  controlPlaneAway,
  dedicated,
  hangul,
  http2,
  kept,
  keyboard,
  longLists,
  longNames,
  oldVersion,
  operator,
  owner,
  refused,
  revokedInUse,
  screens,
  sessionEnds,
  slowNetwork,
  stored,
  tokenEnds,
  twoOrganizations,
};
