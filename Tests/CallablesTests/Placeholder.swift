// Callables
