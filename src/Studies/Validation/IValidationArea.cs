namespace DeepStack.Sim.Studies.Validation;

/// <summary>One subject whose accuracy can be checked against references, such as "dram" or "scheduler".</summary>
public interface IValidationArea
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>One sentence for the help: what is compared with what.</summary>
    string Description { get; }

    /// <summary>Where its reference files lie below the folder of all reference data, such as "reference/dram".</summary>
    string Folder => $"reference/{Name}";

    /// <summary>Whether the repository holds reference files for it, in validation/NAME.</summary>
    bool IsInRepository => false;

    /// <summary>Compares every case of a data folder.</summary>
    /// <exception cref="Presets.PresetException">The folder or a file in it cannot be read.</exception>
    IEnumerable<ValidationRow> Run(ValidationRequest request);
}
