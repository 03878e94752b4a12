using System.CommandLine;
using DeepStack.Sim.Analytical.GenZ;

namespace DeepStack.Sim.Cli.Estimating;

/// <summary>The options of an estimate that count something: sequences, tokens, devices.</summary>
internal sealed class EstimateCounts
{
    private readonly Option<int> _tensor = new("--tp") { Description = "Ways of tensor parallelism", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _pipeline = new("--pp") { Description = "Pipeline stages", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _expert = new("--ep") { Description = "Ways of expert parallelism", DefaultValueFactory = _ => 1 };
    private readonly Option<long> _batch = new("--batch") { Description = "Sequences (prefill, decode)", DefaultValueFactory = _ => 1 };
    private readonly Option<long> _input = new("--input-tokens") { Description = "Prompt tokens of each sequence; decode: the context; chunked: tokens of the piece", DefaultValueFactory = _ => 1024 };
    private readonly Option<long> _output = new("--output-tokens") { Description = "Decode: tokens made before this one" };
    private readonly Option<long> _past = new("--past-tokens") { Description = "Chunked: tokens of the prompt before the piece" };
    private readonly Option<long> _decodes = new("--decodes") { Description = "Chunked: sequences that decode along" };
    private readonly Option<long> _context = new("--decode-context") { Description = "Chunked: the context of each of them" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_tensor, _pipeline, _expert, _batch, _input, _output, _past, _decodes, _context]) command.Add(option);
    }

    public GenZPlan Plan(ParseResult parse) => new(parse.GetValue(_tensor), parse.GetValue(_pipeline), parse.GetValue(_expert));

    public GenZPoint Apply(ParseResult parse, in GenZPoint point) => point with
    {
        Batch = parse.GetValue(_batch),
        InputTokens = parse.GetValue(_input),
        OutputTokens = parse.GetValue(_output),
        PastTokens = parse.GetValue(_past),
        Decodes = parse.GetValue(_decodes),
        DecodeContext = parse.GetValue(_context),
    };
}
