/** The field that questions are written into. */
export const questionField = (page, say) => page.getByRole('textbox', { name: say('보낼 메시지') });

/** The conversation with a model. */
export const conversation = (page, model) => page.getByRole('region', { name: model }).getByRole('log');

/** The address of the playground with one model. */
export const playgroundOf = (bed, organization, model) =>
  `${bed.console}/console/${organization}/playground?models=${encodeURIComponent(JSON.stringify([model]))}`;
