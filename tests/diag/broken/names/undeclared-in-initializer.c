int size = COUNT;
