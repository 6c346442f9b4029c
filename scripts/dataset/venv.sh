# Sourced by the scripts that check datasets and warehouses: installs what they need into target/, once.
wanted=$home/scripts/dataset/requirements.txt
venv=$home/target/dataset-venv
if ! cmp -s "$wanted" "$venv/requirements.txt"; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"
    cp "$wanted" "$venv/requirements.txt"
fi
