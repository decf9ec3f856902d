enum color { RED };
enum color { GREEN };
