namespace DeepStack.Sim.Results.Reports;

/// <summary>How the report looks: light or dark as the reader prefers, always light on paper.</summary>
internal static class ReportStyle
{
    public const string Text = """
        :root { color-scheme: light dark; --paper: #fbfbf9; --card: #ffffff; --ink: #1d2329; --soft: #5b6670; --line: #dfe3e6; --accent: #0b5cad;
          --c0: #d3d7db; --c1: #0072b2; --c2: #d55e00; --c3: #00866a; --c4: #c2568f; --c5: #b08000; --c6: #4a9fd8; --c7: #6f5bb5; --c8: #70757a; --on: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --paper: #14181c; --card: #1b2127; --ink: #e6e9eb; --soft: #9ba6af; --line: #323a42; --accent: #7db8f0;
          --c0: #3b444c; --c1: #3d9bdc; --c2: #f0803c; --c3: #2fb592; --c4: #e083b5; --c5: #d9ab2e; --c6: #8cc8f0; --c7: #a594e6; --c8: #9aa1a7; --on: #10151a; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1040px; margin: 0 auto; padding: 28px 20px 48px; }
        header { border-bottom: 3px solid var(--accent); margin-bottom: 20px; }
        h1 { margin: 0; font-size: 30px; font-weight: 650; letter-spacing: -.01em; } h1 span { color: var(--soft); font-weight: 400; }
        header p { margin: 4px 0 12px; color: var(--soft); }
        h2 { margin: 0 0 12px; font-size: 19px; } h3 { margin: 20px 0 8px; font-size: 15px; }
        section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 0 0 18px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); padding: 0; overflow: hidden; }
        .tile { box-shadow: 0 0 0 .5px var(--line); padding: 14px 16px; display: flex; flex-direction: column; }
        .tile b { font-size: 22px; font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; } .tile span { color: var(--ink); } .tile small, small { color: var(--soft); }
        .findings { margin: 0; padding-left: 20px; } .findings li { margin: 3px 0; }
        .warning { border-left: 4px solid var(--c2); background: var(--card); padding: 10px 14px; }
        .grid2 { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 14px 22px; }
        figure { margin: 0; } figcaption { font-size: 13px; color: var(--soft); margin-bottom: 2px; } figcaption b { color: var(--ink); margin-right: 6px; }
        .chart { width: 100%; height: auto; display: block; } .grid { stroke: var(--line); stroke-width: 1; }
        .tick { fill: var(--soft); font-size: 10.5px; } .axis { fill: var(--soft); font-size: 10.5px; } .mark { fill: var(--ink); font-size: 11px; paint-order: stroke; stroke: var(--card); stroke-width: 3px; }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .dots { fill: none; stroke-width: 3.2; stroke-linecap: round; stroke-opacity: .6; } .none, .note { color: var(--soft); font-size: 13px; }
        .key { display: inline-flex; align-items: center; margin-right: 14px; font-size: 13px; color: var(--soft); } .key i { width: 10px; height: 10px; border-radius: 2px; margin-right: 5px; }
        .legend { margin-bottom: 8px; }
        .bars { display: grid; grid-template-columns: max-content 1fr max-content; gap: 6px 12px; align-items: center; }
        .bar { display: flex; height: 22px; background: color-mix(in srgb, var(--c0) 45%, transparent); border-radius: 4px; overflow: hidden; }
        .bar span { overflow: hidden; white-space: nowrap; font-size: 11px; line-height: 22px; text-align: center; color: var(--on); min-width: 1px; } .bar .b0 { color: var(--ink); }
        .value { font-variant-numeric: tabular-nums; } .falls .bar { height: 16px; background: none; } .falls .label { font-size: 13px; } .falls .value { font-size: 13px; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin-top: 12px; font-size: 13px; font-variant-numeric: tabular-nums; }
        th, td { padding: 4px 8px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; } th:first-child { text-align: left; } tbody th { font-weight: 500; } thead th { color: var(--soft); font-weight: 500; }
        .facts th, .facts td { text-align: left; white-space: normal; overflow-wrap: anywhere; vertical-align: top; }
        .facts th { white-space: nowrap; overflow-wrap: normal; } .kind.assumed, .kind.fitted { color: var(--c2); } details { margin-top: 10px; } summary { cursor: pointer; color: var(--accent); }
        pre { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: 10px; font-size: 12px; } code { font-size: 12px; }
        .maps { display: flex; flex-wrap: wrap; gap: 18px; } .map { max-width: 100%; height: auto; display: block; } .map rect { shape-rendering: crispEdges; }
        .ramp { display: inline-block; width: 140px; height: 10px; border-radius: 3px; background: linear-gradient(90deg, #0d0887, #7e03a8, #cc4778, #f89540, #f0f921); }
        a { color: var(--accent); } footer { color: var(--soft); font-size: 13px; }
        .s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); } .s3 { stroke: var(--c3); } .s4 { stroke: var(--c4); } .s5 { stroke: var(--c5); } .s6 { stroke: var(--c6); } .s7 { stroke: var(--c7); } .s8 { stroke: var(--c8); }
        .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); } .f4 { fill: var(--c4); } .f5 { fill: var(--c5); } .f6 { fill: var(--c6); } .f7 { fill: var(--c7); } .f8 { fill: var(--c8); }
        .b0 { background: var(--c0); } .b1 { background: var(--c1); } .b2 { background: var(--c2); } .b3 { background: var(--c3); } .b4 { background: var(--c4); } .b5 { background: var(--c5); } .b6 { background: var(--c6); } .b7 { background: var(--c7); } .b8 { background: var(--c8); }
        @media print { :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --accent: #0b5cad; --c0: #d3d7db; --c1: #0072b2; --c2: #d55e00; --c3: #00866a; --c4: #c2568f; --c5: #b08000; --c6: #4a9fd8; --c7: #6f5bb5; --c8: #70757a; --on: #fff; }
          main { max-width: none; padding: 0; } section { break-inside: avoid; border-radius: 0; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        """;
}
