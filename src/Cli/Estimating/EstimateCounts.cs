using System.CommandLine;
using System.CommandLine.Parsing;
using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Cli.Steps;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Estimating;

/// <summary>The options of an estimate that count something: sequences, tokens, devices.</summary>
internal sealed class EstimateCounts
{
    private const long MostTokens = 1 << 24;

    private readonly StepCounts _step = new();
    private readonly Option<long> _input = new("--input-tokens") { Description = "Prompt tokens of each sequence; decode: the context; chunked: tokens of the piece", DefaultValueFactory = _ => 1024 };
    private readonly Option<long> _output = new("--output-tokens") { Description = "Decode: tokens made before this one" };
    private readonly Option<long> _past = new("--past-tokens") { Description = "Chunked: tokens of the prompt before the piece" };
    private readonly Option<long> _decodes = new("--decodes") { Description = "Chunked: sequences that decode along" };
    private readonly Option<long> _context = new("--decode-context") { Description = "Chunked: the context of each of them" };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_input, _output, _past, _decodes, _context]) command.Add(option);
        _step.AddTo(command);
    }

    /// <summary>Options that only the mode analytical has: those of a step.</summary>
    public IReadOnlyList<Option> OfStep => _step.Lengths;

    /// <summary>Refuses the two ways of describing a step side by side.</summary>
    /// <param name="command">The command that has them.</param>
    /// <param name="stage">The option that names the kind of step.</param>
    public void Restrict(Command command, Option stage) => command.Validators.Add(parse =>
    {
        if (!DescribesStep(parse.GetResult)) return;
        foreach (Option option in (Option[])[stage, _input, _output, _past, _decodes, _context])
        {
            if (parse.GetResult(option) is { Implicit: false }) parse.AddError($"{option.Name} does not go with {string.Join(", ", OfStep.Select(o => o.Name))}: say the step in one way.");
        }
    });

    /// <summary>The step that the options describe, in the words of <c>deepstack step</c> or of a stage.</summary>
    public StepShape Shape(ParseResult parse, GenZStage stage, ModelSpec model) => DescribesStep(parse.GetResult) ? _step.Shape(parse, model) : Shape(parse, stage);

    private bool DescribesStep(Func<Option, OptionResult?> resultOf) => OfStep.Any(option => resultOf(option) is { Implicit: false });

    /// <summary>The step that the counts describe.</summary>
    private StepShape Shape(ParseResult parse, GenZStage stage)
    {
        var shape = new StepShape();
        int input = Count(_input, 1), output = Count(_output, 0);
        int sequences = stage == GenZStage.Chunked ? 1 : Within(_step.Batch, Batch(parse), 1);
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

        int Count(Option<long> option, long least) => Within(option, parse.GetValue(option), least);

        static int Within(Option option, long value, long least) =>
            value >= least && value <= MostTokens ? (int)value : throw new PresetException($"{option.Name} is {value}; expected between {least} and {MostTokens}.");
    }

    public GenZPoint Apply(ParseResult parse, in GenZPoint point) => point with
    {
        Batch = Batch(parse),
        InputTokens = parse.GetValue(_input),
        OutputTokens = parse.GetValue(_output),
        PastTokens = parse.GetValue(_past),
        Decodes = parse.GetValue(_decodes),
        DecodeContext = parse.GetValue(_context),
    };

    private int Batch(ParseResult parse) => parse.GetValue(_step.Batch) ?? 1;
}
