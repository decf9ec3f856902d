enum color { RED, GREEN };
enum light { RED, AMBER };
