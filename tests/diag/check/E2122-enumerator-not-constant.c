int n; enum { A = n };
