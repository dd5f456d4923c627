import { plain } from "../src/text/accents";
import { equal, test } from "./harness";

test("accents of TeX become letters", () => {
  equal(plain('Schr\\"odinger'), "Schrödinger");
  equal(plain('Schr{\\"o}dinger'), "Schrödinger");
  equal(plain('Schr\\"{o}dinger'), "Schrödinger");
  equal(plain("Ba\\~nados"), "Bañados");
  equal(plain("Poincar\\'e"), "Poincaré");
  equal(plain("Poincar\\' e"), "Poincaré");
  equal(plain("\\v{C}ech"), "Čech");
  equal(plain("\\v Cech"), "Čech");
  equal(plain("Mart\\'{\\i}nez"), "Martínez");
  equal(plain("\\c{c}"), "ç");
  equal(plain("G\\\"odel, Erd\\H{o}s"), "Gödel, Erdős");
});

test("letters, dashes and quotation marks", () => {
  equal(plain("Stra\\ss e"), "Straße");
  equal(plain("\\O rsted and \\L ojasiewicz"), "Ørsted and Łojasiewicz");
  equal(plain("1990--1995 --- a ``review''"), "1990–1995 — a “review”");
  equal(plain("R\\&D at 5\\%"), "R&D at 5%");
  equal(plain("E. Witten~[3]"), "E. Witten\u00A0[3]");
  equal(plain("to \\alpha' corrections"), "to α' corrections");
});

test("styles go, what is said stays", () => {
  equal(plain("{\\it ab initio} methods"), "ab initio methods");
  equal(plain("\\emph{all} of it"), "all of it");
  equal(plain("\\unknown{x} y"), "\\unknownx y");
  equal(plain("a\\{b\\}c"), "a{b}c");
});

test("text without TeX stays as it is, also when it is markup", () => {
  const text = "<img src=x onerror=alert(1)> & “quotes”";
  equal(plain(text), text);
});
