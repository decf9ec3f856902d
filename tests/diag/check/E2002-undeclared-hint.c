int f(int counter) { return countre; }
