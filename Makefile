# make up    deploys the production topology into the rehearsal cloud, offline, under the policy pack
# make test  runs everything; make check is the part that needs no engine
# make down  destroys the rehearsal

SHELL := /bin/bash
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
INSTALLED := node_modules/.golive-installed

.PHONY: up down test check bench golden docs clean

up: $(INSTALLED)
	@golive up local

down: $(INSTALLED)
	@golive down local

test: $(INSTALLED)
	@node tools/test.ts

check: $(INSTALLED)
	@node tools/test.ts --fast

bench: $(INSTALLED)
	@node tools/bench.ts

# Writes the golden graph of every stack anew; the difference is reviewed like code.
golden: $(INSTALLED)
	@node tools/golden.ts

# Writes the generated documents anew.
docs: $(INSTALLED)
	@node tools/docs.ts

$(INSTALLED): package-lock.json package.json golive/package.json policies/package.json
	@command -v npm >/dev/null || { echo "npm is needed: install Node.js 20 or newer (https://nodejs.org)"; exit 1; }
	@echo "installing packages"
	@npm ci --no-progress --loglevel=error
	@touch $@

clean:
	rm -rf node_modules .cache .golive coverage
