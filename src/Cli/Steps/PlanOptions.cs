using System.CommandLine;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The options that say how the model of one step is spread over devices.</summary>
internal sealed class PlanOptions
{
    private readonly Option<int> _tensor = Ways("--tp", "Devices that share every layer");
    private readonly Option<int> _pipeline = Ways("--pp", "Pipeline stages that share the layers");
    private readonly Option<int> _microBatches = Ways("--micro-batches", "Parts that the step is cut into to fill the pipeline");
    private readonly Option<int> _experts = Ways("--ep", "Ranks of a stage that share whole routed experts");
    private readonly Option<int> _attentionData = Ways("--attention-dp", "Groups of a stage that each do such a step and share the experts");
    private readonly Option<bool> _sequence = new("--sp") { Description = "Share norms and sums by token" };
    private readonly Option<string?> _overlap = new("--overlap") { Description = "What goes on side by side: none, or some of chunked (an exchange and the product beside it), prefetch (an exchange and the next product's first weights) and interleaved (exchanges of one half of the sequences and kernels of the other), such as chunked+prefetch" };
    private readonly Option<int?> _chunks = new("--overlap-chunks") { Description = $"Pieces of chunked overlap; {OverlapNames.DefaultChunks} if it is asked for without a number" };
    private readonly PlacementOptions _placement = new();
    private readonly Option<string> _routing = new("--expert-routing") { Description = "How tokens choose experts: uniform, balanced, power-law:A, correlated:A, or file:PATH", DefaultValueFactory = _ => "uniform" };

    /// <summary>The options beyond ways of tensor, pipeline and expert parallelism.</summary>
    public IReadOnlyList<Option> Finer => [_microBatches, _attentionData, _sequence, _overlap, _chunks, _routing, .. _placement.All];

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_tensor, _pipeline, _microBatches, _experts, _attentionData, _sequence, _overlap, _chunks, _routing]) command.Add(option);
        _placement.AddTo(command);
    }

    /// <summary>The plan; not checked.</summary>
    /// <exception cref="PresetException">Modes of overlap are written wrongly, or contradict the chunks.</exception>
    public ParallelPlan Plan(ParseResult parse) => _placement.Apply(parse, WithOverlap(parse, new ParallelPlan(parse.GetValue(_tensor))
    {
        PipelineParallel = parse.GetValue(_pipeline),
        MicroBatches = parse.GetValue(_microBatches),
        ExpertParallel = parse.GetValue(_experts),
        AttentionData = parse.GetValue(_attentionData),
        SequenceParallel = parse.GetValue(_sequence),
    }));

    private ParallelPlan WithOverlap(ParseResult parse, ParallelPlan plan)
    {
        int? chunks = parse.GetValue(_chunks);
        try
        {
            return OverlapNames.With(plan, OverlapNames.Parse(parse.GetValue(_overlap) ?? (chunks > 1 ? "chunked" : "none")), chunks);
        }
        catch (FormatException e)
        {
            throw new PresetException($"--overlap: {e.Message}", e);
        }
    }

    /// <summary>How tokens choose experts.</summary>
    public string Routing(ParseResult parse) => parse.GetValue(_routing)!;

    private static Option<int> Ways(string name, string description) => new(name) { Description = description, DefaultValueFactory = _ => 1 };
}
