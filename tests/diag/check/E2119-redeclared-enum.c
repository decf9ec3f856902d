enum E { A };
enum E { B };
