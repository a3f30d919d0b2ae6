# Reads the inputs and writes the outputs, gzipped; 15 significant digits, Inf and NA as words.
suppressMessages(library(jsonlite))
inputs <- fromJSON(gzfile("inputs.json.gz"), simplifyVector = FALSE)$data
save_as <- function(name, value) {
  versions <- list(R = R.version.string, survival = as.character(packageVersion("survival")), jsonlite = as.character(packageVersion("jsonlite")))
  text <- toJSON(list(versions = versions, data = value), digits = NA, auto_unbox = TRUE, na = "string")
  con <- gzfile(paste0(name, ".json.gz"), "wb", compression = 9)
  writeLines(text, con)
  close(con)
  cat(name, nchar(text), R.version.string, "\n")
}
