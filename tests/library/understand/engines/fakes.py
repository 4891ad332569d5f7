"""A model behind a fake endpoint on this machine, and a small classifier in a folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np

from rebond.understand.codebook import Codebook, parse_codebook
from rebond.understand.engines.endpoint import Endpoint

SHOP: Codebook = parse_codebook(
    """
id = "shop"
label = { fr = "Magasin", en = "Shop" }
[[themes]]
id = "checkout"
label = { fr = "Caisse", en = "Checkout" }
description = { fr = "La caisse", en = "The checkout" }
[[themes]]
id = "checkout.waiting"
label = { fr = "Attente en caisse", en = "Waiting" }
description = { fr = "Attendre", en = "Waiting" }
words.fr = ["attente", "caisse"]
words.en = ["queue"]
[[themes]]
id = "staff"
label = { fr = "Personnel", en = "Staff" }
description = { fr = "Le personnel", en = "The staff" }
[[themes]]
id = "staff.kindness"
label = { fr = "Amabilité", en = "Kindness" }
description = { fr = "Amabilité", en = "Kindness" }
words.fr = ["personnel", "accueil"]
words.en = ["staff"]
"""
)

KNOWN = {  # words that the fake model and the small classifier know: theme, polarity
    "attente": ("checkout.waiting", -1),
    "queue": ("checkout.waiting", -1),
    "accueil": ("staff.kindness", 1),
    "personnel": ("staff.kindness", 1),
}


def sensible(document: dict[str, Any]) -> str:
    """Answer as a good model would."""
    text = json.loads(document["messages"][-1]["content"])["text"]
    found = []
    for word, (theme, polarity) in KNOWN.items():
        place = text.lower().find(word)
        if place >= 0:
            span = text[place : place + len(word)]
            intent = "praise" if polarity > 0 else "complaint"
            found.append(
                {"span": span, "target": span, "theme": theme, "polarity": polarity,
                 "intent": intent, "confidence": 0.9}
            )  # fmt: skip
    return json.dumps({"opinions": found})


def completion(written: str, tokens_in: int = 100, tokens_out: int = 20) -> bytes:
    usage = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out}
    return json.dumps({"choices": [{"message": {"content": written}}], "usage": usage}).encode()


@dataclass
class Fake:
    """A server that answers as it is told: statuses and bodies one after the other, then sense."""

    address: str = ""
    planned: list[tuple[int, bytes, dict[str, str]]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    hold: threading.Event | None = None

    def endpoint(self, **changed: Any) -> Endpoint:
        told: dict[str, Any] = {
            "address": self.address,
            "model": "fake-1",
            "price_in": Decimal("1"),
            "price_out": Decimal("10"),
            "cap": Decimal("5"),
            "timeout": 5.0,
            "parallel": 2,
        }
        return Endpoint(**{**told, **changed})


@contextmanager
def serving(answer: Callable[[dict[str, Any]], str] = sensible) -> Iterator[Fake]:
    fake = Fake()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            document = json.loads(body)
            with lock:
                fake.asked.append(document)
                fake.paths.append(self.path)
                fake.keys.append(self.headers["Authorization"])
                planned = fake.planned.pop(0) if fake.planned else None
            if fake.hold is not None:
                fake.hold.wait(10)
            status, content, headers = planned or (200, completion(answer(document)), {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


LABELS = ["O", "B-NEG", "I-NEG", "B-POS", "I-POS"]


def write_classifier(folder: Path, labels: list[str] = LABELS, positions: int = 64) -> Path:
    """Write a classifier that knows the words of `KNOWN`, in the layout of Hugging Face."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    folder.mkdir(exist_ok=True)
    words = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "[PAD]": 3}
    words |= {word: 4 + rank for rank, word in enumerate([*KNOWN, "interminable", "chaleureux"])}
    table = np.full((len(words), len(labels)), -4.0, dtype=np.float32)
    table[:, 0] = 4.0
    for word, (_, polarity) in KNOWN.items():
        table[words[word], [0, 1 if polarity < 0 else 3]] = (-4.0, 4.0)
    for word, column in (("interminable", 2), ("chaleureux", 4)):
        table[words[word], [0, column]] = (-4.0, 4.0)
    value = helper.make_tensor_value_info
    node = helper.make_node("Gather", ["table", "input_ids"], ["logits"])
    graph = helper.make_graph(
        [node],
        "classifier",
        [value("input_ids", TensorProto.INT64, [1, "T"])],
        [value("logits", TensorProto.FLOAT, [1, "T", len(labels)])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "model.onnx")
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {
        "_name_or_path": "someone/french-absa",
        "id2label": {str(number): label for number, label in enumerate(labels)},
        "max_position_embeddings": positions,
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder
