import edu.stanford.nlp.ling.CoreAnnotations;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.ling.IndexedWord;
import edu.stanford.nlp.pipeline.Annotation;
import edu.stanford.nlp.pipeline.CoreDocument;
import edu.stanford.nlp.pipeline.CoreEntityMention;
import edu.stanford.nlp.pipeline.CoreQuote;
import edu.stanford.nlp.pipeline.StanfordCoreNLP;
import edu.stanford.nlp.semgraph.SemanticGraph;
import edu.stanford.nlp.semgraph.SemanticGraphCoreAnnotations;
import edu.stanford.nlp.trees.GrammaticalRelation;
import edu.stanford.nlp.util.CoreMap;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stanford CoreNLP beside Readout, with its models for English and one thread.
 *
 * <pre>
 * java -cp 'LIB/*' CoreNLP.java speed  full|lean TEXTS   by turns, see common.py
 * java -cp 'LIB/*' CoreNLP.java conllu TEXTS OUT         parses of the .txt files of a folder, as CoNLL-U, names of persons marked
 * java -cp 'LIB/*' CoreNLP.java words  CONLLU OUT        parses of the words of a CoNLL-U file or folder
 * java -cp 'LIB/*' CoreNLP.java ner    TEXTS OUT         names, with types of its own
 * java -cp 'LIB/*' CoreNLP.java quotes TEXTS OUT         quotations with speakers, as sheets of the gold folder
 * </pre>
 *
 * full is what comes nearest to a whole reading: sentences to dependencies, names with dates, coreference, quotations with their speakers.
 * lean is what spaCy does: tagger, parser and the three classifiers of names, without dates and lists of names.
 */
public final class CoreNLP {
    /** Names by the classifiers alone, without dates, numbers and lists. */
    static final String[] FEW_NAMES = {"ner.applyFineGrained", "false", "ner.useSUTime", "false", "ner.applyNumericClassifiers", "false"};

    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "speed" -> speed(args[1], Path.of(args[2]));
            case "conllu" -> {
                StanfordCoreNLP nlp = pipeline("tokenize,pos,lemma,ner,depparse", FEW_NAMES);
                for (Map.Entry<String, String> t : texts(Path.of(args[1])).entrySet()) {
                    Annotation a = new Annotation(t.getValue());
                    nlp.annotate(a);
                    write(Path.of(args[2]), t.getKey() + ".conllu", conllu(a, t.getValue()));
                }
            }
            case "words" -> words(Path.of(args[1]), Path.of(args[2]));
            case "ner" -> {
                StanfordCoreNLP nlp = pipeline("tokenize,pos,lemma,ner");
                for (Map.Entry<String, String> t : texts(Path.of(args[1])).entrySet()) {
                    CoreDocument d = new CoreDocument(t.getValue());
                    nlp.annotate(d);
                    write(Path.of(args[2]), t.getKey() + ".tsv", names(d));
                }
            }
            case "quotes" -> {
                StanfordCoreNLP nlp = pipeline("tokenize,pos,lemma,ner,depparse,coref,quote");
                for (Map.Entry<String, String> t : texts(Path.of(args[1])).entrySet()) {
                    CoreDocument d = new CoreDocument(t.getValue());
                    nlp.annotate(d);
                    write(Path.of(args[2]), t.getKey() + ".json", sheet(t.getKey(), d));
                }
            }
            default -> throw new IllegalArgumentException("no mode " + args[0]);
        }
    }

    static StanfordCoreNLP pipeline(String annotators, String... more) {
        Properties p = new Properties();
        p.setProperty("annotators", annotators);
        p.setProperty("threads", "1");
        // Blank lines part paragraphs here; the default would run sentences across them.
        p.setProperty("ssplit.newlineIsSentenceBreak", "two");
        p.setProperty("tokenize.options", "untokenizable=noneKeep");
        for (int i = 0; i < more.length; i += 2) {
            p.setProperty(more[i], more[i + 1]);
        }
        return new StanfordCoreNLP(p);
    }

    static void speed(String what, Path folder) throws IOException {
        StanfordCoreNLP nlp = switch (what) {
            case "full" -> pipeline("tokenize,pos,lemma,ner,depparse,coref,quote");
            case "lean" -> pipeline("tokenize,pos,lemma,ner,depparse", FEW_NAMES);
            default -> throw new IllegalArgumentException("speed: full or lean");
        };
        List<String> all = new ArrayList<>(texts(folder).values());
        Runnable work = () -> all.forEach(t -> nlp.annotate(new Annotation(t)));
        work.run(); // the compiler of the virtual machine warms up
        System.out.println("ready CoreNLP 4.5.10, " + what + ": " + nlp.getProperties().getProperty("annotators"));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null; ) {
            if (!line.strip().equals("go")) {
                continue;
            }
            long wall = System.nanoTime();
            long cpu = cpuNanos();
            work.run();
            System.out.printf("done %.6f %.6f%n", (System.nanoTime() - wall) / 1e9, (cpuNanos() - cpu) / 1e9);
        }
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("VmHWM")).findFirst().orElse("VmHWM: 0 kB");
        System.out.println("peak " + Integer.parseInt(peak.replaceAll("\\D", "")) / 1024);
    }

    static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** The texts of a folder's .txt files by their names, in the order of these. */
    static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> out = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f : files.filter(f -> f.toString().endsWith(".txt")).sorted().collect(Collectors.toList())) {
                out.put(f.getFileName().toString().replaceFirst("\\.txt$", ""), Files.readString(f));
            }
        }
        return out;
    }

    static void write(Path folder, String name, String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), content);
    }

    /** Sentences as CoNLL-U; forms are the text's own characters. */
    static String conllu(Annotation a, String text) {
        StringBuilder out = new StringBuilder();
        int end = 0;
        for (CoreMap s : a.get(CoreAnnotations.SentencesAnnotation.class)) {
            List<CoreLabel> tokens = s.get(CoreAnnotations.TokensAnnotation.class);
            SemanticGraph g = s.get(SemanticGraphCoreAnnotations.BasicDependenciesAnnotation.class);
            Map<Integer, Integer> place = new HashMap<>();
            for (CoreLabel t : tokens) {
                // "U.S." at the end of a sentence comes with a full stop that the text has only once.
                if (t.beginPosition() >= end && t.endPosition() > t.beginPosition()) {
                    place.put(t.index(), place.size() + 1);
                    end = t.endPosition();
                }
            }
            for (CoreLabel t : tokens) {
                if (!place.containsKey(t.index())) {
                    continue;
                }
                IndexedWord w = g.getNodeByIndexSafe(t.index());
                int head = 0;
                String rel = "root";
                if (w != null && g.getParent(w) != null) {
                    IndexedWord parent = g.getParent(w);
                    GrammaticalRelation r = g.reln(parent, w);
                    head = place.getOrDefault(parent.index(), 0);
                    rel = r.toString();
                } else if (w == null) {
                    rel = "dep";
                    head = place.get(t.index()) == 1 ? 0 : 1;
                }
                row(out, place.get(t.index()), text.substring(t.beginPosition(), t.endPosition()), t.lemma(), upos(t.tag(), rel, t.word()), head, rel, "PERSON".equals(t.ner()) ? "NER=PERSON" : "_");
            }
            out.append('\n');
        }
        return out.toString();
    }

    static void row(StringBuilder out, int id, String form, String lemma, String upos, int head, String rel, String misc) {
        out.append(String.join("\t", "" + id, form.replaceAll("\\s", " "), lemma == null ? "_" : lemma.replaceAll("\\s", " "), upos, "_", "_", "" + head, rel, "_", misc)).append('\n');
    }

    /**
     * The universal part of speech. CoreNLP gives tags of the Penn Treebank, which do not tell auxiliaries, subordinating conjunctions and
     * pronouns that look like determiners; the relation does.
     */
    static String upos(String tag, String rel, String word) {
        boolean det = rel.startsWith("det");
        return switch (tag) {
            case "CC" -> "CCONJ";
            case "CD" -> "NUM";
            case "DT", "PDT" -> det || rel.equals("advmod") || rel.startsWith("cc") || rel.equals("dep") ? "DET" : "PRON";
            case "WDT" -> det ? "DET" : "PRON";
            case "EX", "PRP", "PRP$", "WP", "WP$" -> "PRON";
            case "IN" -> rel.equals("mark") ? "SCONJ" : "ADP";
            case "JJ", "JJR", "JJS" -> "ADJ";
            case "MD" -> "AUX";
            case "NN", "NNS" -> "NOUN";
            case "NNP", "NNPS" -> "PROPN";
            case "POS" -> "PART";
            case "RB", "RBR", "RBS" -> word.equalsIgnoreCase("not") || word.equalsIgnoreCase("n't") || word.equalsIgnoreCase("n’t") ? "PART" : "ADV";
            case "WRB" -> "ADV";
            case "RP" -> "ADP";
            case "TO" -> rel.equals("case") ? "ADP" : "PART";
            case "UH" -> "INTJ";
            case "VB", "VBD", "VBG", "VBN", "VBP", "VBZ" -> rel.startsWith("aux") || rel.equals("cop") ? "AUX" : "VERB";
            case "$", "#", "SYM" -> "SYM";
            case "FW", "ADD", "AFX", "GW", "LS", "XX" -> "X";
            default -> "PUNCT";
        };
    }

    static void words(Path in, Path out) throws IOException {
        List<String> options = new ArrayList<>(List.of(FEW_NAMES));
        options.addAll(List.of("tokenize.whitespace", "true", "ssplit.eolonly", "true"));
        StanfordCoreNLP nlp = pipeline("tokenize,pos,lemma,ner,depparse", options.toArray(new String[0]));
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(in)) {
            try (Stream<Path> all = Files.list(in)) {
                all.filter(f -> f.toString().endsWith(".conllu")).sorted().forEach(files::add);
            }
        } else {
            files.add(in);
        }
        StringBuilder text = new StringBuilder();
        for (Path f : files) {
            List<String> sentence = new ArrayList<>();
            for (String line : (Files.readString(f) + "\n").split("\n", -1)) {
                String[] cols = line.split("\t");
                if (cols.length == 10 && cols[0].matches("\\d+")) {
                    sentence.add(cols[1]);
                } else if (line.isBlank() && !sentence.isEmpty()) {
                    text.append(String.join(" ", sentence)).append('\n');
                    sentence.clear();
                }
            }
        }
        Annotation a = new Annotation(text.toString());
        nlp.annotate(a);
        write(out, "words.conllu", conllu(a, text.toString()));
    }

    /** The words of the text, as white space cuts them, with labels; names.py makes the types of the set of them. A name that covers part of a word labels the whole. */
    static String names(CoreDocument d) {
        List<int[]> spans = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (CoreEntityMention m : d.entityMentions()) {
            // A pronoun is given the type of what it is likely to stand for; it is no name.
            if (!(m.tokens().size() == 1 && m.tokens().get(0).tag().startsWith("PRP"))) {
                spans.add(new int[] {m.charOffsets().first, m.charOffsets().second});
                types.add(m.entityType());
            }
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        int taken = -1;
        for (String word : d.text().strip().split("\\s+")) {
            int begin = d.text().indexOf(word, at);
            at = begin + word.length();
            int hit = -1;
            for (int i = 0; i < spans.size() && hit < 0; i++) {
                if (spans.get(i)[0] < at && begin < spans.get(i)[1]) {
                    hit = i;
                }
            }
            out.append(word).append('\t').append(hit < 0 ? "O" : (hit == taken ? "I-" : "B-") + types.get(hit)).append('\n');
            taken = hit;
        }
        return out.toString();
    }

    /** Quotations as statements of a sheet: content without its marks, the speaker's mention, the canonical name. */
    static String sheet(String name, CoreDocument d) {
        StringBuilder out = new StringBuilder("{\"doc\":" + json(name) + ",\"text\":" + json(d.text()) + ",\"events\":[],\"statements\":[");
        String sep = "";
        int n = 0;
        for (CoreQuote q : d.quotes()) {
            int begin = q.quoteCharOffsets().first;
            int end = q.quoteCharOffsets().second;
            while (begin < end && " \"'`“”‘’\n".indexOf(d.text().charAt(begin)) >= 0) {
                begin++;
            }
            while (begin < end && " \"'`“”‘’\n".indexOf(d.text().charAt(end - 1)) >= 0) {
                end--;
            }
            if (begin >= end) {
                continue;
            }
            String speaker = q.hasSpeaker && q.speakerCharOffsets().isPresent() ? span(d.text(), q.speakerCharOffsets().get().first, q.speakerCharOffsets().get().second) : "null";
            String canonical = q.hasCanonicalSpeaker && q.canonicalSpeaker().isPresent() ? json(q.canonicalSpeaker().get()) : "null";
            out.append(sep).append("{\"id\":\"s").append(++n).append("\",\"form\":\"direct\",\"act\":\"assertion\",\"cue\":null,\"speaker\":").append(speaker)
                .append(",\"speaker_name\":").append(canonical).append(",\"content\":[").append(span(d.text(), begin, end)).append("]}");
            sep = ",";
        }
        return out.append("]}\n").toString();
    }

    /** A span in code points. */
    static String span(String text, int begin, int end) {
        return "{\"start\":" + text.codePointCount(0, begin) + ",\"end\":" + text.codePointCount(0, end) + ",\"text\":" + json(text.substring(begin, end)) + "}";
    }

    static String json(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : s.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
