struct packet { char data[]; };
