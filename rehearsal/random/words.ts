/** Words of pet names. */
const split = (words: string): readonly string[] => words.split(" ");

/** How, before the adjective. */
export const ADVERBS = split("boldly brightly calmly clearly deeply early easily evenly fairly firmly freely gently gladly happily kindly lightly mildly neatly nicely openly plainly quickly quietly safely sharply slowly smoothly softly steadily surely swiftly truly warmly wisely");

/** What kind of. */
export const ADJECTIVES = split("amber ancient azure brave bright brisk calm candid clever copper coral cosmic crimson curious daring dusky eager fabled fair fleet fluent gentle gilded golden grand hardy hazel hidden honest humble ivory jade jolly keen kind lively lofty loyal lucid lunar mellow merry mighty misty modest nimble noble opal patient placid plucky proud quick quiet rapid rosy rustic sable sage scarlet serene silent silver sleek smart snowy solar solid spry steady stellar sunny swift tidal tidy velvet vivid warm wise witty zesty");

/** Of what. */
export const ANIMALS = split("albatross alpaca antelope badger beaver bison bobcat buffalo camel caribou cheetah condor corgi cougar crane cricket dolphin donkey dove eagle egret falcon ferret finch fox gazelle gecko giraffe goose gopher hamster hare hawk hedgehog heron hornet horse ibex ibis iguana jackal jaguar kestrel kingfisher kiwi koala lark lemur leopard lion lizard llama lobster lynx magpie manatee marmot marten meerkat mole moose narwhal newt ocelot octopus oriole osprey otter owl panda panther parrot pelican penguin pheasant pigeon plover pony puffin puma quail rabbit raven reindeer robin salmon seal shrew skylark sloth sparrow squirrel stork swan tapir tern tiger toad tortoise toucan trout turtle walrus weasel whale wolf wombat wren yak zebra");
