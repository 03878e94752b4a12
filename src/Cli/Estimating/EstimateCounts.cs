using System.CommandLine;
using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Estimating;

/// <summary>The options of an estimate that count something: sequences, tokens, devices.</summary>
internal sealed class EstimateCounts
{
    private const long MostTokens = 1 << 24;

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

    /// <summary>Options that only the mode genz has.</summary>
    public IEnumerable<Option> OfGenZ => [_pipeline, _expert];

    public int TensorWays(ParseResult parse) => parse.GetValue(_tensor);

    /// <summary>The step that the counts describe.</summary>
    public StepShape Shape(ParseResult parse, GenZStage stage)
    {
        var shape = new StepShape();
        int input = Count(_input, 1), output = Count(_output, 0);
        int sequences = stage == GenZStage.Chunked ? 1 : Count(_batch, 1);
        SequenceSlice slice = stage switch
        {
            GenZStage.Prefill => new SequenceSlice(input, 0, Samples: true),
            GenZStage.Decode => new SequenceSlice(1, input + output, Samples: true),
            _ => new SequenceSlice(input, Count(_past, 0), Samples: true),
        };
        for (int i = 0; i < sequences; i++) shape.Add(slice);
        int decodes = stage == GenZStage.Chunked ? Count(_decodes, 0) : 0;
        for (int i = 0; i < decodes; i++) shape.Add(new SequenceSlice(1, Count(_context, 1), Samples: true));
        return shape;

        int Count(Option<long> option, long least)
        {
            long value = parse.GetValue(option);
            return value >= least && value <= MostTokens ? (int)value : throw new PresetException($"{option.Name} is {value}; expected between {least} and {MostTokens}.");
        }
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
