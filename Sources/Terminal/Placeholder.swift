// Sources/Terminal
