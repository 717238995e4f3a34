// SPDX-License-Identifier: Apache-2.0

import Measures
import Testing

@Suite struct `Measure names` {
  @Test(arguments: [
    "nDCG@10", "nDCG(dcg='exp-log2')@10", "nDCG(gains={0:0,1:3,2:4.5})@5", "RR(rel=2)@10", "AP",
    "AP@1000", "AP(rel=2,judged_only=True)@20", "P@5", "R@100", "Success@1", "Rprec",
    "Rprec(rel=2)", "Bpref", "RBP(p=0.8)", "RBP(p=0.95,rel=2)@50", "ERR@20", "ERR(max_rel=3)@20",
    "infAP", "IPrec@0.1", "SetP", "SetP(relative=True)", "SetR", "SetF", "SetF(beta=2.0)", "SetAP",
    "Judged@10", "Judged", "Hole@10", "R_cap@10", "NumQ", "NumRet", "NumRet(rel=2)", "NumRel",
    "NumRelRet", "AUC", "Accuracy@10", "GMAP", "map", "ndcg_cut_10", "recall_100", "P_10",
    "recip_rank", "bpref", "Rprec_mult_0.20", "iprec_at_recall_0.10", "iprec_at_recall_0.125",
    "11pt_avg", "11pt_avg_.25,.5,.75", "ndcg_rel", "Rndcg", "binG", "G", "relative_P_5",
    "success_1", "set_P", "set_relative_P", "set_recall", "set_map", "set_F", "num_q", "num_ret",
    "num_rel", "num_rel_ret", "num_nonrel_judged_ret", "gm_map", "gm_bpref", "relstring_20",
    "map_cut_30", "yaap", "utility", "utility_2,-1,0,0", "ndcg_1=3,2=9,4=4.5", "runid",
  ])
  func `are printed as they are written`(_ name: String) throws {
    let measure = try Measure(name)
    #expect(measure.description == name)
    #expect(try Measure(measure.description) == measure)
  }

  @Test(arguments: [
    ("MRR@10", "RR@10"), ("MAP", "AP"), ("Recall@5", "R@5"), ("Precision@5", "P@5"),
    ("NDCG@3", "nDCG@3"), ("SetRelP", "SetP(relative=True)"), ("ndcg_cut.10", "ndcg_cut_10"),
    ("P.5", "P_5"), ("utility.2,-1,0,0", "utility_2,-1,0,0"),
    ("iprec_at_recall.25", "iprec_at_recall_25.00"), ("iprec_at_recall_.1", "iprec_at_recall_0.10"),
    ("AP( judged_only = True , rel = 2 )", "AP(rel=2,judged_only=True)"),
    ("RBP", "RBP(p=0.8)"), ("nDCG(judged_only=False)@10", "nDCG@10"),
    ("nDCG(gains={2:4.5, 1:3})", "nDCG(gains={1:3,2:4.5})"),
  ])
  func `have one printed form`(_ written: String, _ printed: String) throws {
    #expect(try Measure(written).description == printed)
  }

  @Test(arguments: [
    ("nDCG@0", "rank"), ("nDCG@ten", "rank"), ("nDCG(gain=2)@10", "gain"), ("R", "@10"),
    ("P(rel=x)@5", "rel=x"), ("nDCG(dcg='ln')@5", "log2"), ("SetP@5", "no depth"),
    ("RBP(p=1.5)", "1.5"), ("nDCG(", "“)”"), ("AP(rel)", "key=value"), ("", "no such"),
    ("NDGC@10", "nDCG"), ("map_5", "none"), ("P_0", "rank"), ("utility.1,2", "2 parameters"),
    ("P", "9 measures"), ("all_trec", "measures"), ("ndcg_cut_5,10", "2 measures"),
    ("ERR(max_rel=3.5)", "whole number"), ("ERR(max_rel=60)", "from 1 to 52"),
    ("AP@10@5", "AP@10"), ("IPrec@1.5", "share"), ("Judged(rel=1)@5", "rel"),
  ])
  func `that mean nothing are explained`(_ name: String, _ hint: String) {
    do {
      _ = try Measure(name)
      Issue.record("\(name) was accepted")
    } catch {
      #expect(error.description.contains(hint), "\(error)")
    }
  }

  @Test func `of several measures are expanded in order`() throws {
    #expect(try Measure.list("P.10,5").map(\.description) == ["P_5", "P_10"])
    #expect(
      try Measure.list("success").map(\.description) == ["success_1", "success_5", "success_10"])
    #expect(try Measure.list("official").count == 30)
    #expect(try Measure.list("nDCG@10").map(\.description) == ["nDCG@10"])
    let all = try Measure.list("all_trec").map(\.description)
    #expect(Set(all).count == all.count)
    #expect(all.contains("Rprec_mult_2.00") && all.contains("G") && !all.contains("yaap"))
  }
}
