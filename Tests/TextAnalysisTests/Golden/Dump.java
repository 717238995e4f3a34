// SPDX-License-Identifier: Apache-2.0

import io.anserini.analysis.DefaultEnglishAnalyzer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Analyses one escaped text a line and writes, a line each, the terms of the unicode,
 * lucene-english, cjk and whitespace chains: terms parted by spaces, chains by tabs.
 */
public class Dump {
  public static void main(String[] arguments) throws Exception {
    Analyzer unicode =
        new Analyzer() {
          @Override
          protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer words = new StandardTokenizer();
            return new TokenStreamComponents(words, new LowerCaseFilter(words));
          }
        };
    List<Analyzer> chains =
        List.of(
            unicode,
            DefaultEnglishAnalyzer.newDefaultInstance(),
            new CJKAnalyzer(),
            new WhitespaceAnalyzer());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Writer out =
        new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 16);
    // Not readLine(): it would also end a line at a carriage return.
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String text = line.toString().translateEscapes();
      line.setLength(0);
      for (int i = 0; i < chains.size(); i++) {
        if (i > 0) out.write('\t');
        write(chains.get(i), text, out);
      }
      out.write('\n');
    }
    out.flush();
  }

  private static void write(Analyzer chain, String text, Writer out) throws Exception {
    try (TokenStream stream = chain.tokenStream("contents", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      String separator = "";
      while (stream.incrementToken()) {
        out.write(separator);
        out.write(term.toString().replace("\\", "\\\\"));
        separator = " ";
      }
      stream.end();
    }
  }
}
