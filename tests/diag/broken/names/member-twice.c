struct date {
    int day;
    int month;
    int day;
};
