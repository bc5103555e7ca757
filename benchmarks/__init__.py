"""Speed and accuracy, measured; never asserted in tests."""
