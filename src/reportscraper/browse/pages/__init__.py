"""The pages people look at, one module each. Every page is a coroutine from `Site` to a response."""
