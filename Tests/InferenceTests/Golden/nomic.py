# SPDX-License-Identifier: Apache-2.0
"""NomicBERT as the hub's checkpoints have it, in plain torch: the class itself is remote code.

Names of settings and tensors are those of nomic-ai/nomic-embed-text-v1.5. Rotary positions are applied
here by complex numbers, so that nothing is shared with what is tested.
"""
import json
import pathlib
from types import SimpleNamespace

import safetensors.torch
import torch


def config(biases=False):
    return {
        "activation_function": "swiglu", "architectures": ["NomicBertModel"], "causal": False,
        "layer_norm_epsilon": 1e-12, "max_trained_positions": 2048, "mlp_fc1_bias": biases,
        "mlp_fc2_bias": biases, "model_type": "nomic_bert", "n_embd": 32, "n_head": 4, "n_inner": 48,
        "n_layer": 2, "n_positions": 8192, "pad_vocab_size_multiple": 64, "parallel_block": False,
        "prenorm": False, "qkv_proj_bias": biases, "rotary_emb_base": 1000,
        "rotary_emb_fraction": 0.5 if biases else 1.0, "rotary_emb_interleaved": False,
        "rotary_emb_scale_base": None, "rotary_scaling_factor": None, "type_vocab_size": 2,
        "use_rms_norm": False, "vocab_size": 50}


class Layer(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        width, inner = c["n_embd"], c["n_inner"]
        self.attn = torch.nn.Module()
        self.attn.Wqkv = torch.nn.Linear(width, 3 * width, bias=c["qkv_proj_bias"])
        self.attn.out_proj = torch.nn.Linear(width, width, bias=c["qkv_proj_bias"])
        self.mlp = torch.nn.Module()
        self.mlp.fc11 = torch.nn.Linear(width, inner, bias=c["mlp_fc1_bias"])
        self.mlp.fc12 = torch.nn.Linear(width, inner, bias=c["mlp_fc1_bias"])
        self.mlp.fc2 = torch.nn.Linear(inner, width, bias=c["mlp_fc2_bias"])
        self.norm1 = torch.nn.LayerNorm(width, eps=c["layer_norm_epsilon"])
        self.norm2 = torch.nn.LayerNorm(width, eps=c["layer_norm_epsilon"])


class Model(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        rows = -(-c["vocab_size"] // c["pad_vocab_size_multiple"]) * c["pad_vocab_size_multiple"]
        self.embeddings = torch.nn.Module()
        self.embeddings.word_embeddings = torch.nn.Embedding(rows, c["n_embd"])
        self.embeddings.token_type_embeddings = torch.nn.Embedding(
            c["type_vocab_size"], c["n_embd"])
        self.emb_ln = torch.nn.LayerNorm(c["n_embd"], eps=c["layer_norm_epsilon"])
        self.encoder = torch.nn.Module()
        self.encoder.layers = torch.nn.ModuleList(Layer(c) for _ in range(c["n_layer"]))

    def save_pretrained(self, folder):
        folder = pathlib.Path(folder)
        folder.mkdir(exist_ok=True)
        (folder / "config.json").write_text(json.dumps(self.c, indent=2) + "\n")
        safetensors.torch.save_file(self.state_dict(), folder / "model.safetensors")

    def turn(self, x):
        """x: tokens × heads × width."""
        turned = int(x.shape[-1] * self.c["rotary_emb_fraction"])
        exponents = torch.arange(0, turned, 2) / turned
        angles = torch.outer(
            torch.arange(x.shape[0]).float(), self.c["rotary_emb_base"] ** -exponents)
        pairs = torch.complex(x[..., : turned // 2], x[..., turned // 2 : turned])
        pairs = pairs * torch.polar(torch.ones_like(angles), angles)[:, None]
        return torch.cat([pairs.real, pairs.imag, x[..., turned:]], -1)

    def forward(self, input_ids, attention_mask):
        tokens, heads = input_ids[0], self.c["n_head"]
        x = self.embeddings.word_embeddings(tokens) + self.embeddings.token_type_embeddings.weight[0]
        x = self.emb_ln(x)
        for layer in self.encoder.layers:
            q, k, v = layer.attn.Wqkv(x).view(len(tokens), 3, heads, -1).unbind(1)
            scores = torch.einsum("qhd,khd->hqk", self.turn(q), self.turn(k)) / q.shape[-1] ** 0.5
            mixed = torch.einsum("hqk,khd->qhd", scores.softmax(-1), v).flatten(1)
            x = layer.norm1(x + layer.attn.out_proj(mixed))
            gated = layer.mlp.fc11(x) * torch.nn.functional.silu(layer.mlp.fc12(x))
            x = layer.norm2(x + layer.mlp.fc2(gated))
        return SimpleNamespace(last_hidden_state=x[None])
