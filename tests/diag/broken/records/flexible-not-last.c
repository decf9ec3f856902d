struct packet {
    char data[];
    int length;
};
