"""Writes down what OpenAI's client for Python knows: each endpoint with the names of its request and of its answer.

    PYTHONPATH=<the pinned package> python3 -S openai_surface.py > ../openai-surface.json

Names alone are taken. A request's are those of its body and its query, an answer's those of its object; of a list also those of its
items, with `data[].` before them. What calls a stream or a socket has the request's names alone.
"""

import ast
import importlib
import inspect
import json
import pathlib
import re
import sys
import typing

import pydantic

import openai

ROOT = pathlib.Path(openai.__file__).parent
VERBS = {"_get": "GET", "_post": "POST", "_put": "PUT", "_patch": "PATCH", "_delete": "DELETE", "_get_api_list": "GET"}


def path_of(node):
    """The path of a call: a text, or a template and what is filled in."""
    if isinstance(node, ast.Call) and node.args:
        node = node.args[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[^}]*\}", "{}", node.value.split("?")[0])
    return None


def keys_of(node):
    """The names in the first dictionary of an expression that is sent."""
    for each in ast.walk(node):
        if isinstance(each, ast.Dict):
            return {key.value for key in each.keys if isinstance(key, ast.Constant)}
    return set()


def assigned(function, name):
    for each in ast.walk(function):
        if isinstance(each, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in each.targets):
            yield each.value


def request_of(function, call):
    names = set()
    for keyword in call.keywords:
        if keyword.arg == "body":
            names |= keys_of(keyword.value)
            for each in ast.walk(keyword.value):
                if isinstance(each, ast.Name):
                    for value in assigned(function, each.id):
                        names |= keys_of(value)
        if keyword.arg == "options":
            for each in ast.walk(keyword.value):
                if isinstance(each, ast.keyword) and each.arg == "query":
                    names |= keys_of(each.value)
    return names


def models(annotation):
    """The objects that an annotation names, whatever is around them."""
    if inspect.isclass(annotation) and issubclass(annotation, pydantic.BaseModel):
        return [annotation]
    if getattr(typing.get_origin(annotation), "__name__", "") in ("Stream", "ResponseStreamManager"):
        return []
    found = []
    for argument in typing.get_args(annotation):
        found += models(argument)
    return found


def fields(model):
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def answer_of(annotation):
    names = set()
    for model in models(annotation):
        listed = model.__name__.startswith(("Sync", "Cursor")) or "data" in model.model_fields
        for name, kind in fields(model).items():
            names.add(name)
            if name == "data" and listed:
                names |= {"data[]." + item for each in models(kind) for item in fields(each)}
    return names


def endpoints():
    for file in sorted((ROOT / "resources").rglob("*.py")):
        module = importlib.import_module(
            "openai." + ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        for node in ast.parse(file.read_text()).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("Async"):
                continue
            kind = getattr(module, node.name)
            for function in node.body:
                if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                    continue
                for call in ast.walk(function):
                    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
                            and call.func.attr in VERBS and call.args):
                        continue
                    path = path_of(call.args[0])
                    if path is None:
                        print("no path:", file, function.name, file=sys.stderr)
                        continue
                    hints = {}
                    implementation = inspect.unwrap(getattr(kind, function.name))
                    try:
                        hints = typing.get_type_hints(implementation)
                    except NameError as unknown:
                        print("no types:", file, function.name, unknown, file=sys.stderr)
                    yield VERBS[call.func.attr] + " /v1" + path, request_of(function, call), answer_of(hints.get("return"))


def main():
    surface = {}
    for endpoint, request, answer in endpoints():
        known = surface.setdefault(endpoint, {"request": set(), "answer": set()})
        known["request"] |= request
        known["answer"] |= answer
    json.dump({"source": "openai (Python) " + openai.__version__,
               "endpoints": {endpoint: {part: sorted(names) for part, names in known.items()}
                             for endpoint, known in sorted(surface.items())}},
              sys.stdout, ensure_ascii=False, indent=1)
    print()


main()
