//! A headless Chromium, spoken to in its own protocol over two pipes: no driver, no port and no
//! package beside the browser itself (chromedevtools.github.io/devtools-protocol).

use std::{path::PathBuf, process::Stdio, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::Mutex,
    time::timeout,
};

/// The longest that a test waits for the page, however busy the machine is.
const PATIENCE: Duration = Duration::from_mins(1);
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// One page in a browser of its own, which ends with it.
pub(crate) struct Page {
    /// Ends when it is dropped.
    _child: Child,
    _profile: TempDir,
    pipes: Mutex<Pipes>,
    session: String,
}

struct Pipes {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    last: u64,
    /// What the page complained about.
    complaints: Vec<String>,
}

/// The browser that `VINBOT_CHROMIUM` names, or the first on the path.
fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("VINBOT_CHROMIUM") {
        return Some(named.into());
    }
    let path = std::env::var_os("PATH")?;
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    let places = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

impl Page {
    /// Opens the playground in a window of so many pixels; `None`, loudly, without a browser.
    pub(crate) async fn open(address: &str, size: (u32, u32)) -> Option<Self> {
        let page = Self::window(address, size).await?;
        page.until("document.querySelector('#status')?.textContent.match(/online|running/)")
            .await;
        Some(page)
    }

    /// The same of any address, which is still on its way then.
    pub(crate) async fn window(address: &str, (width, height): (u32, u32)) -> Option<Self> {
        let Some(browser) = browser() else {
            eprintln!("SKIPPED: no Chromium on the path; VINBOT_CHROMIUM may name one");
            return None;
        };
        let profile = tempfile::tempdir().unwrap();
        // The browser reads its third file and writes its fourth.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "sh"])
            .arg(browser)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--no-proxy-server",
                "--disable-background-networking",
                "--lang=en-US",
                "--remote-debugging-pipe",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut page = Self {
            pipes: Mutex::new(Pipes {
                to: child.stdin.take().unwrap(),
                from: BufReader::new(child.stdout.take().unwrap()),
                last: 0,
                complaints: Vec::new(),
            }),
            _child: child,
            _profile: profile,
            session: String::new(),
        };
        let target = page
            .call("Target.createTarget", json!({ "url": "about:blank" }))
            .await;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = page.call("Target.attachToTarget", attach).await;
        attached["sessionId"]
            .as_str()
            .unwrap()
            .clone_into(&mut page.session);
        for domain in ["Page", "Runtime", "Log", "DOM", "Accessibility"] {
            page.call(&format!("{domain}.enable"), json!({})).await;
        }
        let metrics = json!({
            "width": width,
            "height": height,
            "deviceScaleFactor": 1,
            "mobile": width < 500,
        });
        page.call("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        page.call("Page.navigate", json!({ "url": address })).await;
        Some(page)
    }

    /// Calls a method of the protocol.
    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        let mut pipes = self.pipes.lock().await;
        let answer = timeout(PATIENCE, pipes.call(&self.session, method, &params)).await;
        answer.unwrap_or_else(|_| panic!("{method}: no answer to {params}"))
    }

    /// What a script comes to; promises are awaited.
    pub(crate) async fn eval(&self, script: &str) -> Value {
        let params = json!({
            "expression": script,
            "awaitPromise": true,
            "returnByValue": true,
            "userGesture": true,
        });
        let answer = self.call("Runtime.evaluate", params).await;
        let thrown = &answer["exceptionDetails"];
        assert!(thrown.is_null(), "{script}: {thrown:#}");
        answer["result"]["value"].clone()
    }

    /// Clicks what leads to another page, and waits until that is there.
    pub(crate) async fn follow(&self, selector: &str) {
        self.eval("void (window.left = true)").await;
        self.click(selector).await;
        self.arrives().await;
    }

    /// Waits until another page is there than the one that was marked as `left`.
    pub(crate) async fn arrives(&self) {
        let there = "!window.left && document.readyState === 'complete'";
        let params = json!({ "expression": there, "returnByValue": true });
        let look = async {
            loop {
                let mut pipes = self.pipes.lock().await;
                let (session, method) = (&self.session, "Runtime.evaluate");
                // Between two pages there is nowhere to look.
                let seen = pipes.answer(session, method, &params).await;
                if seen["result"]["result"]["value"] == true {
                    return;
                }
            }
        };
        let arrived = timeout(PATIENCE, look).await;
        assert!(arrived.is_ok(), "no other page came");
    }

    /// Waits until a script is true; looks again with every frame.
    pub(crate) async fn until(&self, script: &str) {
        let seconds = PATIENCE.as_secs() / 2;
        let look = format!(
            "new Promise((done) => {{
                const late = performance.now() + {seconds} * 1000;
                const look = () => {{
                    if ({script}) done(true);
                    else if (performance.now() > late) done(false);
                    else requestAnimationFrame(look);
                }};
                look();
            }})"
        );
        if self.eval(&look).await != true {
            let shown = self.eval("document.body.innerText").await;
            panic!("never true: {script}\n{}", shown.as_str().unwrap());
        }
    }

    /// Waits until a message that can be seen contains a text.
    pub(crate) async fn reads(&self, text: &str) {
        let text = json!(text);
        self.until(&format!(
            "[...document.querySelectorAll('.message')].some((one) =>
                one.offsetParent && one.innerText.includes({text}))"
        ))
        .await;
    }

    pub(crate) async fn text(&self, selector: &str) -> String {
        let script = format!("document.querySelector({}).innerText", json!(selector));
        self.eval(&script).await.as_str().unwrap().to_owned()
    }

    pub(crate) async fn sees(&self, selector: &str) -> bool {
        let script = format!(
            "Boolean(document.querySelector({}).checkVisibility({{ visibilityProperty: true }}))",
            json!(selector)
        );
        self.eval(&script).await == true
    }

    /// Clicks in the middle of an element, once it is there.
    pub(crate) async fn click(&self, selector: &str) {
        let found = format!("document.querySelector({})", json!(selector));
        self.until(&format!("{found}?.offsetParent")).await;
        let place = format!(
            "{found}.scrollIntoView({{ block: 'nearest' }});
            (({{ x, y, width, height }}) => [x + width / 2, y + height / 2])
                ({found}.getBoundingClientRect())"
        );
        let at = self.eval(&place).await;
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({
                "type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1,
            });
            self.call("Input.dispatchMouseEvent", params).await;
        }
    }

    /// Writes into what has the focus, as a keyboard does.
    pub(crate) async fn write(&self, text: &str) {
        self.call("Input.insertText", json!({ "text": text })).await;
    }

    pub(crate) async fn key(&self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            _ => panic!("no code for {key}"),
        };
        for kind in ["keyDown", "keyUp"] {
            let mut params = json!({
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code,
            });
            if (key, kind) == ("Enter", "keyDown") {
                params["text"] = "\r".into();
            }
            self.call("Input.dispatchKeyEvent", params).await;
        }
    }

    /// Writes a message and sends it.
    pub(crate) async fn say(&self, text: &str) {
        self.click("#text").await;
        self.write(text).await;
        self.key("Enter").await;
    }

    /// Chooses in a `select`.
    pub(crate) async fn choose(&self, selector: &str, label: &str) {
        self.eval(&format!(
            "{{ const list = document.querySelector({});
                list.value = [...list.options].find((one) => one.label.startsWith({})).value;
                list.dispatchEvent(new Event('change')); }}",
            json!(selector),
            json!(label)
        ))
        .await;
    }

    /// Gives files to a file input.
    pub(crate) async fn give(&self, selector: &str, files: &[PathBuf]) {
        let root = self.call("DOM.getDocument", json!({})).await;
        let query = json!({ "nodeId": root["root"]["nodeId"], "selector": selector });
        let node = self.call("DOM.querySelector", query).await;
        let params = json!({ "nodeId": node["nodeId"], "files": files });
        self.call("DOM.setFileInputFiles", params).await;
    }

    /// A picture of the page, if `VINBOT_PICTURES` names a folder for it.
    pub(crate) async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("VINBOT_PICTURES") else {
            return;
        };
        // What moves comes to rest first, except what never does.
        self.eval(
            "Promise.allSettled(document.getAnimations()
                .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
                .map((one) => one.finished)).then(() => 0)",
        )
        .await;
        let shot = self.call("Page.captureScreenshot", json!({})).await;
        let bytes = STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        let place = PathBuf::from(folder).join(format!("{name}.png"));
        std::fs::write(place, bytes).unwrap();
    }

    /// What the page complained about so far: exceptions, refused resources.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        self.eval("0").await;
        self.pipes.lock().await.complaints.clone()
    }
}

impl Pipes {
    async fn call(&mut self, session: &str, method: &str, params: &Value) -> Value {
        let answer = self.answer(session, method, params).await;
        assert!(answer["error"].is_null(), "{method} {params}: {answer}");
        answer["result"].clone()
    }

    /// The whole answer, which may be an error.
    async fn answer(&mut self, session: &str, method: &str, params: &Value) -> Value {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = session.into();
        }
        let mut line = message.to_string().into_bytes();
        line.push(0);
        self.to.write_all(&line).await.unwrap();
        loop {
            let mut line = Vec::new();
            let read = self.from.read_until(0, &mut line).await.unwrap();
            assert!(read > 0, "the browser ended during {method}");
            line.pop();
            let answer: Value = serde_json::from_slice(&line).unwrap();
            if answer["id"] == self.last {
                return answer;
            }
            let failed = answer["params"]["entry"]["level"] == "error";
            if answer["method"] == "Runtime.exceptionThrown" || failed {
                self.complaints.push(answer["params"].to_string());
            }
        }
    }
}
