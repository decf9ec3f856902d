func main() {
    x := 3
}
