using DeepStack.Sim.Engine.Running;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Plans;
using DeepStack.Sim.Platform;
using DeepStack.Sim.Presets;
using DeepStack.Sim.Presets.Tables;
using DeepStack.Sim.Workload.Models;
using DeepStack.Sim.Workload.Steps;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>Decoder layers on chips of ATLAS, at event fidelity, against the smoke results of its artifact; a loose check that is not judged.</summary>
public sealed class AtlasValidation : IValidationArea
{
    private const string File = "smoke.csv", Metric = "layer_ms";

    /// <inheritdoc/>
    public string Name => "atlas";

    /// <inheritdoc/>
    public string Description => "decode steps of single layers against smoke results of the ATLAS simulator, reported only";

    /// <inheritdoc/>
    public bool IsInRepository => true;

    /// <inheritdoc/>
    public IEnumerable<ValidationRow> Run(ValidationRequest request)
    {
        string path = Path.Combine(request.DataDirectory, File);
        if (!System.IO.File.Exists(path)) throw new PresetException($"There are no results of ATLAS ({File}) in \"{request.DataDirectory}\".");
        return CsvTable.Read(path).Rows.Select(Compared);
    }

    private static ValidationRow Compared(CsvRow row)
    {
        string model = row["model"], platform = row["platform"];
        int batch = row.Get<int>("batch"), context = row.Get<int>("context");
        double ours = TimeOfLayer(ModelLibrary.Open(model), PlatformPreset.Open(platform), batch, context).Seconds * 1e3;
        return ValidationRow.Relative($"{model}/{platform}/batch-{batch}/context-{context}", Metric, row.Get<double>("milliseconds"), ours, null) with { Note = row["reason"] };
    }

    /// <summary>The time of a layer of the model's most frequent kind on one device.</summary>
    private static Core.Units.Duration TimeOfLayer(ModelSpec model, PlatformSpec platform, int batch, int context)
    {
        var shape = new StepShape();
        for (int i = 0; i < batch; i++) shape.Add(new SequenceSlice(1, context - 1, Samples: true));
        StepTiming timing = StepExecutors.Open(model, platform, new ParallelPlan()).Detailed.Execute(shape);
        int layers = timing.Operators.Max(op => op.Repeat);
        return timing.Operators.Where(op => op.Repeat == layers).Aggregate(Core.Units.Duration.Zero, (sum, op) => sum + op.Critical);
    }
}
