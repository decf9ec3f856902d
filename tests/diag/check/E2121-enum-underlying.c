// options: -std=c23
enum E : double { A };
