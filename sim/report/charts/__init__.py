"""Small charts as SVG: one idea a file. Each is a value that can draw itself and list its numbers (`sim.report.figure.Chart`).

Shapes, thickness and written values carry what colour carries, so that a grey print says the same. A chart is 340 units wide and is meant to
be shown at about that many pixels: several stand side by side on a desk, one under another on a telephone.
"""
