// SPDX-License-Identifier: Apache-2.0
// LuceneBM25 CORPUS.jsonl QUERIES.jsonl INDEX MODE REPETITIONS: Lucene itself, one thread, k1 = 0.9, b = 0.4.
// MODE is "index" (builds INDEX each time and merges it to one segment) or the number of hits to search for.
// Prints one JSON object with the seconds of every repetition.
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

public class LuceneBM25 {
  static final Analyzer ANALYZER = io.anserini.analysis.DefaultEnglishAnalyzer.newDefaultInstance();

  public static void main(String[] arguments) throws Exception {
    Path corpus = Path.of(arguments[0]), queries = Path.of(arguments[1]), index = Path.of(arguments[2]);
    int repetitions = Integer.parseInt(arguments[4]);
    List<String> seconds = new ArrayList<>();
    if (arguments[3].equals("index")) {
      for (int i = 0; i < repetitions; i++) {
        long start = System.nanoTime();
        build(corpus, index);
        seconds.add(String.valueOf((System.nanoTime() - start) / 1e9));
      }
    } else {
      int hits = Integer.parseInt(arguments[3]);
      try (IndexReader reader = DirectoryReader.open(MMapDirectory.open(index))) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity(0.9f, 0.4f));
        searcher.setQueryCache(null);
        List<Query> parsed = parse(queries);
        for (int i = -2; i < repetitions; i++) {
          long start = System.nanoTime();
          for (Query query : parsed) searcher.search(query, hits);
          if (i >= 0) seconds.add(String.valueOf((System.nanoTime() - start) / 1e9));
        }
      }
    }
    System.out.println("{\"seconds\": [" + String.join(", ", seconds) + "]}");
  }

  static void build(Path corpus, Path index) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER);
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setSimilarity(new BM25Similarity(0.9f, 0.4f));
    config.setRAMBufferSizeMB(2000);
    config.setMergeScheduler(new SerialMergeScheduler());
    FieldType text = new FieldType();
    text.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    text.setTokenized(true);
    text.freeze();
    ObjectMapper json = new ObjectMapper();
    try (IndexWriter writer = new IndexWriter(MMapDirectory.open(index), config);
        BufferedReader lines = Files.newBufferedReader(corpus)) {
      for (String line; (line = lines.readLine()) != null; ) {
        JsonNode node = json.readTree(line);
        Document document = new Document();
        document.add(new StringField("id", node.get("_id").asText(), Field.Store.YES));
        document.add(new Field("contents", node.get("title").asText() + "\n" + node.get("text").asText(), text));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
  }

  static List<Query> parse(Path queries) throws Exception {
    ObjectMapper json = new ObjectMapper();
    List<Query> parsed = new ArrayList<>();
    for (String line : Files.readAllLines(queries)) {
      Map<String, Integer> frequencies = new LinkedHashMap<>();
      try (TokenStream stream = ANALYZER.tokenStream("contents", json.readTree(line).get("text").asText())) {
        CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
        stream.reset();
        while (stream.incrementToken()) frequencies.merge(term.toString(), 1, Integer::sum);
        stream.end();
      }
      BooleanQuery.Builder query = new BooleanQuery.Builder();
      frequencies.forEach((term, frequency) ->
          query.add(new BoostQuery(new TermQuery(new Term("contents", term)), frequency), BooleanClause.Occur.SHOULD));
      parsed.add(query.build());
    }
    return parsed;
  }
}
