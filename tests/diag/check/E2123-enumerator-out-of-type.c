// options: -std=c23
enum E : unsigned char { A = 300 };
