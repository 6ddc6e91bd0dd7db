/// <reference types="vite/client" />
/** What the repository keeps for the page, built into it: the answer, and the races of the tour. */

import answer from '../docs/answer.json?raw';
import tour from '../docs/tour.json?raw';
import type { KeptAnswer } from '../src/report/kept_answer.js';
import type { TourRaces } from '../src/report/tour.js';

export const ANSWER: KeptAnswer = JSON.parse(answer);
export const TOUR_RACES: TourRaces = JSON.parse(tour);
