module github.com/entente-observatory/entente

go 1.26
