// Sources/Web
