uint8_t buffer[4];
