using System.CommandLine;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The options that say which sequences a step holds.</summary>
internal sealed class StepCounts
{
    private readonly Option<int?> _batch = new("--batch") { Description = "Sequences that decode one token; 1 if there is no prefill, otherwise 0" };
    private readonly Option<int> _context = new("--context") { Description = "Tokens that each decoding sequence has before this step", DefaultValueFactory = _ => 1024 };
    private readonly Option<int[]> _prefill = new("--prefill") { Description = "New tokens of a prompt; several numbers for several prompts", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _before = new("--prefill-context") { Description = "Tokens of each prompt that earlier steps have computed" };

    /// <summary>The option that says how many sequences decode.</summary>
    public Option<int?> Batch => _batch;

    /// <summary>The other options.</summary>
    public IReadOnlyList<Option> Lengths => [_context, _prefill, _before];

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_batch, .. Lengths]) command.Add(option);
    }

    /// <summary>The step.</summary>
    /// <exception cref="PresetException">It is empty, or longer than the model holds.</exception>
    public StepShape Shape(ParseResult parse, ModelSpec model)
    {
        int[] prompts = parse.GetValue(_prefill) ?? [];
        int batch = Checked(_batch, BatchOf(parse, prompts), 0), before = Checked(_before, parse.GetValue(_before), 0);
        if (batch == 0 && prompts.Length == 0) throw new PresetException("The step is empty: --batch is 0 and there is no --prefill.");
        int context = batch == 0 ? 0 : Checked(_context, parse.GetValue(_context), 1);
        var shape = new StepShape();
        foreach (int prompt in prompts) shape.Add(new SequenceSlice(Checked(_prefill, prompt, 1), before, Samples: true));
        for (int i = 0; i < batch; i++) shape.Add(new SequenceSlice(1, context, Samples: true));
        foreach (SequenceSlice slice in shape.Slices)
        {
            long length = (long)slice.ContextTokens + slice.NewTokens;
            if (length > model.MaxPositions) throw new PresetException($"A sequence of {length} tokens is longer than the {model.MaxPositions} that {model.Name} holds. Lower {(slice.IsDecode ? "--context" : "--prefill or --prefill-context")}.");
        }
        return shape;
    }

    /// <summary>The step in words.</summary>
    public string Describe(ParseResult parse)
    {
        int[] prompts = parse.GetValue(_prefill) ?? [];
        int batch = BatchOf(parse, prompts);
        string decode = batch == 0 ? "" : $"{batch} decoding after {parse.GetValue(_context)} tokens";
        string prefill = prompts.Length == 0 ? "" : $"{string.Join(" + ", prompts)} prompt tokens{(parse.GetValue(_before) > 0 ? $" after {parse.GetValue(_before)}" : "")}";
        return string.Join(", ", ((string[])[prefill, decode]).Where(t => t.Length > 0));
    }

    private int BatchOf(ParseResult parse, int[] prompts) => parse.GetValue(_batch) ?? (prompts.Length == 0 ? 1 : 0);

    private static int Checked(Option option, int value, int least) =>
        value >= least ? value : throw new PresetException($"{option.Name} is {value}; expected at least {least}.");
}
