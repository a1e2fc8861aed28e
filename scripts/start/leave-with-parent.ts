/**
 * Preloaded into every program of the trial: when the parent is gone, even killed outright, the program gets the
 * SIGTERM that the parent could not send.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
