# Bare `make` lists the targets.
.DEFAULT_GOAL := help
MVN := ./mvnw -B -q

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

test: ## everything: the README's second command
	./mvnw verify

plan: ## the plan of the house alone: rooms, arrows, tidiness
	$(MVN) test -Dtest='HousePlanTest,TidyTest' -Dsurefire.failIfNoSpecifiedTests=false

soak: ## random graphs, batches, kills and worlds in great numbers; takes an hour or so, SOAK=-D... for less
	$(MVN) test -Dtest.groups=soak -Dtest.groups.excluded= -Dtest.jvm= $(SOAK)

format: ## format all sources
	$(MVN) initialize exec:exec@format

bench: ## measure everything; appends to bench/history.jsonl
	./bench/run

bench-compare: ## the last three figures of each measurement
	@jq -rs 'group_by(.name)[] | .[-3:][] | "\(.name)\t\(.commit)\t\(.value) \(.unit)"' bench/history.jsonl | column -t -s "$$(printf '\t')"

run: ## the sample
	./backlot run examples/catalog

clean: ## forget what was built
	$(MVN) clean

.PHONY: help test plan soak format bench bench-compare run clean
