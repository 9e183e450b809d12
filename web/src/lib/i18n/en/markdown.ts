export const markdown = {
  taskDone: 'Done:',
  taskOpen: 'Not done:',
} as const;
